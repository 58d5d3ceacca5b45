import Foundation
import TestSupport

/// Public test vectors as `scripts/fetch-test-vectors` leaves them: blocks of `name = value`, separated by empty lines.
enum PublicVectors {
    /// One block: names in lower case; a line without `=` counts as a name of its own.
    typealias Block = [String: String]

    /// - Throws: ``Missing`` when the file was not fetched.
    static func blocks(of file: String) throws -> [Block] {
        guard let text = try? String(contentsOfFile: "\(Repository.root)/.build/test-vectors/\(file)", encoding: .utf8)
        else {
            throw Missing(description: "There is no \(file): run scripts/fetch-test-vectors first.")
        }
        return text.split(omittingEmptySubsequences: false) { $0.isNewline }
            .split { $0.allSatisfy(\.isWhitespace) }
            .map { lines in
                lines.filter { !$0.hasPrefix("#") }.reduce(into: Block()) { block, line in
                    let halves = line.drop { $0 == "[" }.prefix { $0 != "]" }.split(separator: "=", maxSplits: 1)
                        .map { $0.trimmingCharacters(in: .whitespaces) }
                    guard let name = halves.first?.lowercased() else { return }
                    block[name] = halves.count == 2 ? halves[1] : ""
                }
            }.filter { !$0.isEmpty }
    }

    /// Hexadecimal digits as bytes; `nil` for anything else.
    static func bytes(_ text: String?) -> [UInt8]? {
        guard let text, text.utf8.count.isMultiple(of: 2) else { return nil }
        let digits = text.compactMap { $0.hexDigitValue.map { UInt8($0) } }
        guard digits.count == text.count else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }
}
