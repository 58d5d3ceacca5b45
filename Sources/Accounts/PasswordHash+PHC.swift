import Foundation
package import Secrets

extension PasswordHash {
    /// Reads `$argon2id$v=19$m=…,t=…,p=…$salt$digest`, salt and digest in base64 without padding (PHC string format).
    ///
    /// - Returns: `nil` for any other form or algorithm, and for what would cost too much: more than 64 MiB, five
    ///   passes or four lanes, a salt of other than 8 to 64 bytes, a digest of other than 16 to 64.
    package init?(phc text: String) {
        guard text.utf8.count <= 300 else { return nil }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19",
            let cost = Self.cost(parts[3]), let salt = Self.bytes(parts[4]), let digest = Self.bytes(parts[5]),
            8...64 ~= salt.count, 16...64 ~= digest.count
        else { return nil }
        self.init(.argon2id(cost: cost, salt: salt, digest: digest))
    }

    /// The form that ``init(stored:)`` reads, for storing; that of a new hash is what ``init(phc:)`` reads.
    package var phc: Redacted<String> {
        switch algorithm {
        case .argon2id(let cost, let salt, let digest): Self.phc(cost, salt, digest)
        case .bcrypt(let hash): Redacted(hash.text)
        }
    }

    private static func phc(_ cost: Argon2, _ salt: [UInt8], _ digest: [UInt8]) -> Redacted<String> {
        let parameters = "m=\(cost.memory),t=\(cost.iterations),p=\(cost.lanes)"
        return Redacted("$argon2id$v=19$\(parameters)$\(text(salt))$\(text(digest))")
    }

    private static func cost(_ text: Substring) -> Argon2? {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 3, let memory = number(fields[0], named: "m"), let passes = number(fields[1], named: "t"),
            let lanes = number(fields[2], named: "p"), 1...dearest.lanes ~= lanes, 1...dearest.iterations ~= passes,
            8 * lanes...dearest.memory ~= memory
        else { return nil }
        return Argon2(memory: memory, iterations: passes, lanes: lanes)
    }

    private static func number(_ field: Substring, named name: String) -> UInt32? {
        guard field.hasPrefix("\(name)="), let number = UInt32(field.dropFirst(2)), "\(name)=\(number)" == field else {
            return nil
        }
        return number
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        guard !text.contains("="),
            let data = Data(base64Encoded: text + String(repeating: "=", count: -text.utf8.count & 3))
        else { return nil }
        return Array(data)
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
    }
}
