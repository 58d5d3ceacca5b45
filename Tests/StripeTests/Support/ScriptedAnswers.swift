extension ScriptedServer.Line {
    /// A whole answer.
    static func answer(_ body: String, status: String = "200 OK", fields: String = "") -> Self {
        .say(head(status, length: body.utf8.count, fields: fields) + body)
    }

    /// An answer that ends before it should.
    static func cutAnswer(_ body: String, missing: Int) -> Self {
        .say(head("200 OK", length: body.utf8.count + missing, fields: "") + body)
    }

    /// An answer that begins and is never finished.
    static func stalledAnswer(_ body: String) -> Self {
        .begin(head("200 OK", length: body.utf8.count + 100, fields: "") + body)
    }

    private static func head(_ status: String, length: Int, fields: String) -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\(fields)\r\n"
    }
}

/// A refund as Stripe writes it.
func refundText(_ status: String = "succeeded", padding: Int = 0) -> String {
    #"{"id":"re_1","object":"refund","amount":250,"currency":"eur","payment_intent":"pi_1","charge":"ch_1","#
        + #""status":"\#(status)","created":1767225600}"# + String(repeating: " ", count: padding)
}
