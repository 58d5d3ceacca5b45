extension JSONValue {
    /// The value in UTF-8 without any white space, members in the order they have.
    package var bytes: [UInt8] {
        var output: [UInt8] = []
        write(to: &output, sortingMembers: false)
        return output
    }

    /// The same with the members of every object sorted by name, so that two spellings of one value are equal bytes.
    ///
    /// Numbers are not computed: `1` and `1.0` stay different.
    package var canonicalBytes: [UInt8] {
        var output: [UInt8] = []
        write(to: &output, sortingMembers: true)
        return output
    }

    private func write(to output: inout [UInt8], sortingMembers: Bool) {
        switch self {
        case .null: output += "null".utf8
        case .boolean(let flag): output += (flag ? "true" : "false").utf8
        case .number(let digits): output += digits.utf8
        case .string(let text): Self.write(text, to: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                value.write(to: &output, sortingMembers: sortingMembers)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            let ordered = sortingMembers ? members.sorted { $0.name < $1.name } : members
            for (index, member) in ordered.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(to: &output, sortingMembers: sortingMembers)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: output += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
