/// A `Stripe-Signature` header taken apart: `t=1492774577,v1=5257a8…,v1=…,v0=…`.
///
/// There is one time and there are up to 16 signatures. Those of other schemes than `v1` are not looked at: `v0` is
/// for test mode alone and signs with nothing.
struct StripeSignature: Equatable, Sendable {
    static let longestHeader = 4 << 10
    static let maximalSignatures = 16

    /// The time as it is signed, in seconds since 1970.
    let timestamp: String
    let seconds: Int64
    /// The signatures of scheme `v1`, 32 bytes each; there may be none.
    let signatures: [[UInt8]]

    /// `nil` for anything that is no such header: too long, too many, no time or two, a time that is not 1 to 12 digits
    /// without leading zeros, a `v1` that is not 64 lower-case hexadecimal digits.
    init?(_ header: String) {
        guard header.utf8.count <= Self.longestHeader else { return nil }
        var time: String?
        var count = 0
        var signatures: [[UInt8]] = []
        for element in header.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let sign = element.firstIndex(of: UInt8(ascii: "=")), sign > element.startIndex else { return nil }
            let value = element[element.index(after: sign)...]
            guard !value.isEmpty, value.allSatisfy(ASCII.isVisible) else { return nil }
            switch String(element[..<sign]) {
            case "t":
                guard time == nil, Self.isTime(value) else { return nil }
                time = String(value)
            case "v1":
                guard let bytes = Self.bytes(ofHexadecimal: value) else { return nil }
                signatures.append(bytes)
                count += 1
            default: count += 1
            }
            guard count <= Self.maximalSignatures else { return nil }
        }
        guard let time, let seconds = Int64(time) else { return nil }
        timestamp = time
        self.seconds = seconds
        self.signatures = signatures
    }

    private static func isTime(_ text: Substring.UTF8View) -> Bool {
        1...12 ~= text.count && text.allSatisfy(ASCII.isDigit) && text.first != UInt8(ascii: "0")
    }

    private static func bytes(ofHexadecimal text: Substring.UTF8View) -> [UInt8]? {
        guard text.count == 64 else { return nil }
        let values = text.compactMap(value(ofDigit:))
        guard values.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
