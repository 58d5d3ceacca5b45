import Domain
import Testing

@testable import Stores

@Suite("Connection strings that are none")
struct BadConnectionStringTests {
    private typealias Problem = ConnectionString.Problem

    @Test(
        "are refused, with the field and what to do, and are not repeated",
        arguments: [
            ("", .notAURL), ("db.example", .notAURL), ("host=db.example password=canary", .notAURL),
            ("mysql://canary:canary@db.example/shop", .scheme), ("jdbc:postgresql://canary@db.example/shop", .scheme),
            ("https://db.example/canary", .scheme),
            ("postgres://u:canary@db.example/" + String(repeating: "canary", count: 800), .tooLong),
            ("postgres://u:ca\nnary@db.example/shop", .controlCharacter),
            ("postgres://u:canary\u{0}@db.example/shop", .controlCharacter),
            ("postgres://u:canary%00@db.example/shop", .controlCharacter),
            ("postgres://u:canary@db.example/shop\r\n", .controlCharacter),
            ("postgres://u:[YOUR-PASSWORD]@db.example/shop", .placeholder),
            ("postgres://u:[your-password]@db.example/shop", .placeholder),
            ("postgres://u:%5BYOUR-PASSWORD%5D@db.example/shop", .placeholder),
            ("postgres://u:[YOUR_PASSWORD]@db.example/shop", .placeholder),
            ("postgres://u:<password>@db.example/shop", .placeholder),
            ("postgres://u:<your-password>@db.example/shop", .placeholder),
            ("postgres://u:[YOUR DB PASSWORD]@db.example/shop", .placeholder),
            ("postgres://u:{password}@db.example/shop", .placeholder),
            ("postgres://u:YOUR_PASSWORD@db.example/shop", .placeholder),
            ("postgres://u:${DB_PASSWORD}@db.example/shop", .placeholder),
            ("postgres://db.example/canary", .noUser), ("postgres://:canary@db.example/shop", .noUser),
            ("postgres://@db.example/shop", .noUser), ("postgres://", .noUser), ("postgres:///shop", .noUser),
            ("postgres://ca%zznary:canary@db.example/shop", .user),
            ("postgres://u@db.example/shop", .noPassword), ("postgres://u:@db.example/shop", .noPassword),
            ("postgres://u:can%ary@db.example/shop", .percent), ("postgres://u:canary%@db.example/shop", .percent),
            ("postgres://u:canary%FF@db.example/shop", .percent),
            ("postgres://u:canary@/shop", .noHost), ("postgres://u:canary@", .noHost),
            ("postgres://u:canary@:5432/shop", .host), ("postgres://u:canary@db example/shop", .host),
            ("postgres://u:canary@db%2eexample/shop", .host), ("postgres://u:canary@::1/shop", .host),
            ("postgres://u:canary@2001:db8::1:5432/shop", .host), ("postgres://u:canary@[::1/shop", .host),
            ("postgres://u:canary@[]/shop", .host), ("postgres://u:canary@[::1]x/shop", .host),
            ("postgres://u:canary@[db.example]/shop", .host), ("postgres://u:canary@[127.0.0.1]/shop", .host),
            ("postgres://u:canary@[fe80::1%25eth0]/shop", .host), ("postgres://u:canary@db\\example/shop", .host),
            ("postgres://u:canary@" + String(repeating: "a", count: 254) + "/shop", .host),
            ("postgres://u:canary@db.example:0/shop", .port), ("postgres://u:canary@db.example:65536/shop", .port),
            ("postgres://u:canary@db.example:+5432/shop", .port), ("postgres://u:canary@db.example:-1/shop", .port),
            ("postgres://u:canary@db.example:٥٤٣٢/shop", .port),
            ("postgres://u:canary@db.example:99999999999999999999/shop", .port),
            ("postgres://u:canary@db1.example,db2.example/shop", .severalHosts),
            ("postgres://u:canary@db1.example:5432,db2.example:5433/shop", .severalHosts),
            ("postgres://u:canary@%2Fvar%2Frun%2Fpostgresql/shop", .unixSocket),
            ("postgres://u:canary@%2fvar%2frun/shop", .unixSocket),
            ("postgres://u:canary@/shop?host=/var/run/postgresql", .unixSocket),
            ("postgres://u:canary@db.example", .noDatabase), ("postgres://u:canary@db.example/", .noDatabase),
            ("postgres://u:canary@db.example?sslmode=require", .noDatabase),
            ("postgres://u:canary@db.example/a/b", .database), ("postgres://u:canary@db.example/a%2Fb", .database),
            ("postgres://u:canary@db.example/%zz", .database),
            ("postgres://u:canary@db.example/" + String(repeating: "a", count: 64), .database),
            ("postgres://u:canary@db.example/shop?sslmode=none", .tls),
            ("postgres://u:canary@db.example/shop?sslmode", .tls),
            ("postgres://u:canary@db.example/shop?host=10.0.0.1", .override("host")),
            ("postgres://u:canary@db.example/shop?hostaddr=10.0.0.1", .override("hostaddr")),
            ("postgres://u:canary@db.example/shop?HOST=10.0.0.1", .override("host")),
            ("postgres://u:canary@db.example/shop?%68ost=10.0.0.1", .override("host")),
            ("postgres://u:canary@db.example/shop?port=22", .override("port")),
            ("postgres://u:p@db.example/shop?password=canary", .override("password")),
            ("postgres://u:canary@db.example/shop?service=x", .override("service")),
            ("postgres://u:canary@db.example/shop?options=-csearch_path%3Dx", .parameter("options")),
            ("postgres://u:canary@db.example/shop?sslrootcert=/etc/passwd", .parameter("sslrootcert")),
            ("postgres://u:canary@db.example/shop?sslmode=require&passfile=/x", .parameter("passfile")),
            ("postgres://u:canary@db.example/shop?%zz=1", .parameter("")),
        ] as [(String, ConnectionString.Problem)])
    func refused(text: String, problem: ConnectionString.Problem) {
        let error = #expect(throws: InvalidInput.self) {
            try ConnectionString.parse(text, field: "connectionString", passwordIsOptional: false)
        }
        #expect(error == InvalidInput("connectionString", problem))
        #expect(error?.explanation.kind == .invalid)
        #expect(error?.explanation.fields.map(\.field) == ["connectionString"])
        let told = "\(String(describing: error)) \(problem) \(problem.message) \(String(reflecting: error))"
        #expect(!told.contains("canary"))
        #expect(!problem.message.isEmpty)
    }

    @Test("name an unknown parameter harmlessly, whatever it is called")
    func parameterNames() {
        let hostile = ConnectionString.Problem.parameter("<script>\u{202E}'; drop" + String(repeating: "x", count: 500))
        #expect(hostile.message.count < 150)
        #expect(!hostile.message.contains("<"))
        #expect(!hostile.message.contains("'"))
        #expect(!hostile.message.contains("\u{202E}"))
    }
}
