package import HTTPTypes
import Yams

/// The OpenAPI document that is built into this binary: `openapi.yaml`, the truth about the API.
///
/// Written by hand as YAML, read once, served as JSON.
package struct OpenAPIDocument: Sendable {
    /// The whole document.
    package let root: JSONValue
    /// The document as JSON in UTF-8.
    package let json: [UInt8]
    /// The document as a page for people.
    package let page: String

    /// The file is no OpenAPI document.
    package struct Invalid: Error, CustomStringConvertible {
        /// What is wrong with it.
        package let description: String
    }

    /// Reads the document that is built in.
    ///
    /// - Throws: ``Invalid``.
    package init() throws { try self.init(yaml: String(decoding: PackageResources.openapi_yaml, as: UTF8.self)) }

    /// Reads a document.
    ///
    /// - Throws: ``Invalid``.
    package init(yaml: String) throws {
        do {
            guard let node = try Yams.compose(yaml: yaml) else { throw Invalid(description: "The document is empty.") }
            root = JSONValue(node)
        } catch let error as YamlError {
            throw Invalid(description: "\(error)")
        }
        guard root["openapi"]?.text?.hasPrefix("3.1.") == true, root["paths"] != nil else {
            throw Invalid(description: "This is no OpenAPI 3.1 document.")
        }
        json = root.bytes
        page = DocumentationPage(root).html
    }

    /// Every path with each of its methods.
    package var operations: [(path: String, method: HTTPRequest.Method, operation: JSONValue)] {
        let methods: [HTTPRequest.Method] = [.get, .put, .post, .patch, .delete]
        return (root["paths"]?.members ?? []).flatMap { path in
            methods.compactMap { method in
                path.value[method.rawValue.lowercased()].map { (path.name, method, $0) }
            }
        }
    }
}

extension JSONValue {
    /// What a YAML node means under YAML 1.2's JSON schema (§10.2): plain words are `null`, `true`, `false` or numbers
    /// where they can be, text otherwise.
    fileprivate init(_ node: Node) {
        switch node {
        case .mapping(let mapping):
            self = .object(mapping.map { Member($0.key.string ?? "", JSONValue($0.value)) })
        case .sequence(let sequence): self = .array(sequence.map { JSONValue($0) })
        case .scalar(let scalar) where scalar.style == .plain: self = Self.plain(scalar.string)
        case .scalar(let scalar): self = .string(scalar.string)
        case .alias: self = .null  // resolved before anybody sees a node
        }
    }

    private static func plain(_ word: String) -> JSONValue {
        switch word {
        case "", "null", "~": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default:
            let isNumber = (try? JSONParser.object(in: Array("{\"n\":\(word)}".utf8)))?["n"] == .number(word)
            return isNumber ? .number(word) : .string(word)
        }
    }
}
