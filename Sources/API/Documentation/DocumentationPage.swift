import HTTPTypes

/// The document as one HTML page that needs nothing else: no scripts, no fonts, no other host.
struct DocumentationPage {
    private let document: JSONValue

    init(_ document: JSONValue) { self.document = document }

    var html: String {
        let title = Self.escaped(document["info"]?["title"]?.text ?? "API")
        let about = Self.escaped(document["info"]?["description"]?.text ?? "")
        let sections = (document["paths"]?.members ?? []).map(section).joined()
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(title)</title><style>\(Self.style)</style></head>
            <body><h1>\(title)</h1><p class="about">\(about)</p>
            <p>The whole of it: <a href="/openapi.json">openapi.json</a>.</p>
            \(sections)</body></html>

            """
    }

    private func section(_ path: JSONValue.Member) -> String {
        path.value.members.filter { Self.methods.contains($0.name) }.map { operation in
            let summary = Self.escaped(operation.value["summary"]?.text ?? "")
            let text = Self.escaped(operation.value["description"]?.text ?? "")
            return """
                <section><h2><b>\(operation.name.uppercased())</b> <code>\(Self.escaped(path.name))</code></h2>
                <p>\(summary)</p><p class="about">\(text)</p><table>\(answers(of: operation.value))</table></section>

                """
        }.joined()
    }

    private func answers(of operation: JSONValue) -> String {
        (operation["responses"]?.members ?? []).map { answer in
            let text = resolved(answer.value)["description"]?.text ?? ""
            return "<tr><td>\(Self.escaped(answer.name))</td><td>\(Self.escaped(text))</td></tr>"
        }.joined()
    }

    /// What a `$ref` within the document leads to; anything else is what it is.
    private func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.text, reference.hasPrefix("#/") else { return value }
        return reference.dropFirst(2).split(separator: "/").reduce(document) { $0[String($1)] ?? .null }
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { output, character in
            switch character {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            default: output.append(character)
            }
        }
    }

    private static let methods: Set<String> = ["get", "put", "post", "patch", "delete"]
    private static let style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1c2530}
        h2{font-size:1rem;margin:0}section{border-top:1px solid #d5dbe2;padding:1rem 0}b{color:#0a5ea8}
        .about{color:#52606d;white-space:pre-line}td{vertical-align:top;padding:.1rem .8rem .1rem 0}
        """
}
