/// A value that seed files may read with `current_setting('tenantry.store_id')`; set for their transactions alone.
public struct SeedSetting: Sendable {
    /// At least two lower-case words with points between, such as `tenantry.store_id`.
    public let name: String
    /// Any text without NUL. It is quoted, never spliced.
    public let value: String

    /// - Throws: ``Refusal``, which never tells the value.
    public init(_ name: String, _ value: String) throws(Refusal) {
        let words = name.utf8.split(separator: .dot, omittingEmptySubsequences: false)
        let areWords = words.allSatisfy { word in
            word.first.map { $0 < 0x80 && $0.isSQLNameStart } == true
                && word.allSatisfy { ($0 < 0x80 && $0.isSQLNameStart) || $0.isASCIIDigit }
        }
        guard words.count >= 2, areWords, name == name.lowercased() else { throw .name(name) }
        guard !value.utf8.contains(0) else { throw .value(ofSetting: name) }
        self.name = name
        self.value = value
    }

    /// A setting that no server would take.
    public enum Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        case name(String)
        case value(ofSetting: String)

        /// The name and the rule it breaks, never the value.
        public var description: String {
            switch self {
            case .name(let name): "“\(name)” cannot be a setting; use lower-case words with a point between."
            case .value(let name): "The value of \(name) holds a NUL."
            }
        }
    }
}

extension SeedSetting: CustomStringConvertible, CustomReflectable {
    /// The name alone: values are the customer's.
    public var description: String { name }
    /// The name alone.
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
