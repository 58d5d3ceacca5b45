import API
import Domain
import HTTPTypes
import Testing

@Suite("The OpenAPI document")
struct OpenAPIDocumentTests {
    @Test("it has every route of the router, and no other")
    func routes() throws {
        let router = try APIRouter.build(APIFixture().dependencies)
        let served = Set(RouteTable(of: router).routes.map { "\($0.method) \($0.path)" })
        let written = Set(try OpenAPIDocument().operations.map { "\($0.method) \($0.path)" })
        #expect(served == written)
        #expect(written.count >= 20)
    }

    @Test("every reference leads somewhere")
    func references() throws {
        let root = try OpenAPIDocument().root
        var count = 0
        func visit(_ value: JSONValue) {
            switch value {
            case .array(let values): values.forEach(visit)
            case .object(let members):
                for member in members {
                    if member.name == "$ref", let reference = member.value.text {
                        let target = reference.dropFirst(2).split(separator: "/").reduce(root) {
                            $0[String($1)] ?? .null
                        }
                        #expect(target != .null, "\(reference)")
                        count += 1
                    }
                    visit(member.value)
                }
            default: break
            }
        }
        visit(root)
        #expect(count > 50)
    }

    @Test("every operation has a name of its own, a summary, and says who may call it and how it may fail")
    func operations() throws {
        let operations = try OpenAPIDocument().operations
        #expect(Set(operations.map { $0.operation["operationId"]?.text }).count == operations.count)
        for (path, method, operation) in operations {
            let codes = (operation["responses"]?.members ?? []).map(\.name)
            #expect(operation["summary"]?.text != nil, "\(method) \(path)")
            #expect(codes.contains { $0.hasPrefix("2") }, "\(method) \(path)")
            #expect(
                (operation["security"] == nil) == codes.contains("401")
                    || ["/api/auth/login", "/api/auth/refresh"].contains(path), "\(path)")
            #expect(operation["x-access"]?.text == AccessTable.access(method, path)?.rawValue, "\(method) \(path)")
            if operation["requestBody"] != nil {
                // A webhook's body is bytes, whatever its type is said to be.
                let types = path.hasPrefix("/api/webhooks/") ? [] : ["415"]
                #expect(Set(["400", "413", "500", "503"] + types).isSubset(of: codes), "\(method) \(path)")
            }
            if path.contains("{id}") { #expect(codes.contains("404"), "\(method) \(path)") }
        }
    }

    @Test("plain words of the file are numbers, flags and nothing only where JSON has them")
    func scalars() throws {
        let document = try OpenAPIDocument(
            yaml: "openapi: 3.1.0\npaths: {}\na: [1, -2.5, 010, yes, true, ~, '1', 2026-03-01, text, '']")
        #expect(
            document.root["a"]
                == .array([
                    .number("1"), .number("-2.5"), .string("010"), .string("yes"), .boolean(true), .null, .string("1"),
                    .string("2026-03-01"), .string("text"), .string(""),
                ]))
    }

    @Test("a file that is no such document is refused", arguments: ["", "a: [", "swagger: '2.0'", "openapi: 3.1.0"])
    func invalid(_ yaml: String) { #expect(throws: OpenAPIDocument.Invalid.self) { try OpenAPIDocument(yaml: yaml) } }

    @Test("the page names every route and fetches nothing from anywhere")
    func page() throws {
        let document = try OpenAPIDocument()
        for (path, _, _) in document.operations { #expect(document.page.contains("<code>\(path)</code>"), "\(path)") }
        for forbidden in ["<script", "http://", "https://", "src=", "@import", "url("] {
            #expect(!document.page.contains(forbidden), "\(forbidden)")
        }
    }
}
