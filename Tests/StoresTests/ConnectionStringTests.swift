import Domain
import Testing

@testable import Stores
@testable import Tenancy

@Suite("Connection strings")
struct ConnectionStringTests {
    private func parse(_ text: String, passwordIsOptional: Bool = false) throws -> DatabaseAddress {
        try ConnectionString.parse(text, passwordIsOptional: passwordIsOptional)
    }

    private func place(_ host: String, _ port: Int = 5432, _ database: String = "shop") -> DatabaseAddress {
        DatabaseAddress(host: host, port: port, user: "u", password: "p", database: database)
    }

    @Test(
        "say where a database is",
        arguments: [
            ("postgres://u:p@db.example/shop", "db.example", 5432),
            ("postgresql://u:p@db.example:6432/shop", "db.example", 6432),
            ("POSTGRES://u:p@DB.Example:5432/shop", "db.example", 5432),
            ("PostgreSQL://u:p@db.example:/shop", "db.example", 5432),
            ("  postgres://u:p@db.example/shop  ", "db.example", 5432),
            ("postgres://u:p@db.example//shop", "db.example", 5432),
            ("postgres://u:p@db.example./shop", "db.example.", 5432),
            ("postgres://u:p@192.0.2.7:6000/shop", "192.0.2.7", 6000),
            ("postgres://u:p@[2001:DB8::1]/shop", "2001:db8::1", 5432),
            ("postgres://u:p@[::1]:6000/shop", "::1", 6000),
            ("postgres://u:p@db-1_a.example/shop", "db-1_a.example", 5432),
            ("postgres://u:p@münchen.example/shop", "münchen.example", 5432),
            ("postgres://u:p@db.example/shop?", "db.example", 5432),
            (
                "postgres://u:p@db.example/shop?connect_timeout=10&channel_binding=require&gssencmode=disable",
                "db.example", 5432
            ),
        ])
    func places(text: String, host: String, port: Int) throws {
        #expect(try parse(text) == place(host, port))
    }

    @Test("take a password with any character in it, raw or encoded", arguments: Self.characters)
    func passwords(character: Character) throws {
        let encoded = String(character).utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        for password in ["\(character)", "a\(character)b", "\(character)\(character)a", "a\(character)"] {
            let raw = character == "%" ? password.replacing("%", with: "%25") : password
            #expect(try parse("postgres://u:\(raw)@db.example/shop").password == password)
            let escaped = password.replacing("\(character)", with: encoded)
            #expect(try parse("postgres://u:\(escaped)@db.example:5432/shop?sslmode=require").password == password)
        }
    }

    private static let characters = Array(##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ é€😀ß"##) + ["\u{A0}"]

    @Test("take a password that looks like the rest of a connection string")
    func deceivingPassword() throws {
        let address = try parse("postgres://u:p:a@x/y?z#@db.example/shop")
        #expect(address.password == "p:a@x/y?z#")
        #expect(address.host == "db.example")
        #expect(try parse("postgres://u.ref:[secret]@db.example/shop").password == "[secret]")
        #expect(try parse("postgres://u:my-password@db.example/shop").password == "my-password")
    }

    @Test("may name the user and the database in percent-encoding")
    func encodedNames() throws {
        let address = try parse("postgres://o%27neil%40x:p@db.example/my%20shop")
        #expect(address.user == "o'neil@x")
        #expect(address.database == "my shop")
    }

    @Test("say how the connection is protected, in libpq's words")
    func protection() throws {
        for mode in DatabaseAddress.TLS.allCases {
            #expect(try parse("postgres://u:p@db.example/shop?sslmode=\(mode.rawValue)").tls == mode)
        }
        #expect(try parse("postgres://u:p@db.example/shop?sslmode=allow").tls == .prefer)
        #expect(try parse("postgres://u:p@db.example/shop").tls == nil)
        #expect(try parse("postgres://u:p@db.example/shop?application_name=my%20app").applicationName == "my app")
    }

    @Test("need a password only where the platform says so")
    func optionalPassword() throws {
        for text in ["postgres://u@db.example/shop", "postgres://u:@db.example/shop"] {
            #expect(try parse(text, passwordIsOptional: true).password == nil)
            #expect(throws: InvalidInput("connectionString", ConnectionString.Problem.noPassword)) { try parse(text) }
        }
    }
}
