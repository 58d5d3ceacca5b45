import Foundation

/// Who the last demonstration signed up, so that the next one can find their store again.
struct DemoMemory {
    struct Visitor: Codable {
        let email: String
        let password: String
        let storeName: String

        static func new() -> Visitor {
            let number = String(UInt32.random(in: .min ... .max), radix: 36)
            let letters = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
            let password = String((0..<20).map { _ in letters[Int.random(in: letters.indices)] })
            let names = ["Bluebird Books", "Café Crème", "Juniper & Co", "Northwind Tea", "Olive Street", "Zebra Toys"]
            return Visitor(
                email: "agency-\(number)@example.com", password: password,
                storeName: names[Int.random(in: names.indices)])
        }
    }

    private let path: String

    init(directory: String) { path = directory + "/demo.json" }

    var last: Visitor? {
        FileManager.default.contents(atPath: path).flatMap { try? JSONDecoder().decode(Visitor.self, from: $0) }
    }

    /// Readable by its owner alone: it holds a password, if only of an account on this machine.
    func keep(_ visitor: Visitor) throws {
        let data = try JSONEncoder().encode(visitor)
        try? FileManager.default.removeItem(atPath: path)
        _ = FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600])
    }
}
