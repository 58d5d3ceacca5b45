import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// `constant-route PORT FILE`: a server of the product's framework that answers `GET /api/auth/me` with what the file
/// holds, whoever asks. As many header fields as the product's answer, no middleware, no log: what is left is what the
/// framework costs.
@main
struct ConstantRoute {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let port = Int(arguments[1]) else {
            FileHandle.standardError.write(Data("Usage: constant-route PORT FILE\n".utf8))
            exit(2)
        }
        let body = ByteBuffer(bytes: try Data(contentsOf: URL(fileURLWithPath: arguments[2])))
        var headers: HTTPFields = [
            .contentType: "application/json", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        ]
        if let name = HTTPField.Name("X-Request-Id") { headers[name] = "01890a5d-ac96-774b-bcce-b302099a8057" }
        let router = Router()
        router.get("api/auth/me") { [headers] _, _ in
            Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), serverName: nil),
            logger: Logger(label: "constant-route") { _ in SwiftLogNoOpLogHandler() })
        try await application.runService()
    }
}
