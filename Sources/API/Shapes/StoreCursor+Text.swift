import Domain
import Foundation
import Secrets
package import Stores

extension StoreCursor {
    /// The cursor as clients carry it around: base64url of its JSON, with microseconds.
    ///
    /// Databases order by microseconds while the times of resources end at milliseconds, so a cursor made of the latter
    /// would skip stores.
    package var text: String {
        let microseconds = Int64((createdAt.rawValue.timeIntervalSince1970 * 1_000_000).rounded())
        let digits = String(1_000 + microseconds % 1_000).dropFirst()
        let instant = "\(createdAt.description.dropLast())\(digits)Z"
        return Base64URL.encode(Array("{\"createdAt\":\"\(instant)\",\"id\":\"\(id)\"}".utf8))
    }

    /// Reads what ``text`` wrote; `nil` for anything else.
    package init?(text: String) {
        guard text.utf8.count <= 256, let bytes = Base64URL.decode(text),
            let cursor = try? JSONDecoder().decode(StoreCursor.self, from: Data(bytes))
        else { return nil }
        self = cursor
    }
}
