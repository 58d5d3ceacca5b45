/// A refusal in Stripe's words.
struct ReplayProblem: Error, Equatable {
    var status = 400
    var type = "invalid_request_error"
    var code: String?
    var declineCode: String?
    var param: String?
    let message: String

    static func missing(_ param: String) -> Self {
        Self(code: "parameter_missing", param: param, message: "Missing required param: \(param).")
    }

    static func unknown(_ param: String) -> Self {
        Self(code: "parameter_unknown", param: param, message: "Received unknown parameter: \(param)")
    }

    static func invalid(_ param: String, _ message: String, code: String? = nil) -> Self {
        Self(code: code, param: param, message: message)
    }

    /// An object that is asked for by its name.
    static func noSuch(_ kind: String, _ id: String, param: String = "id", status: Int = 404) -> Self {
        Self(status: status, code: "resource_missing", param: param, message: "No such \(kind): '\(id)'")
    }

    static func declined(_ declineCode: String) -> Self {
        Self(
            status: 402, type: "card_error", code: "card_declined", declineCode: declineCode,
            message: "Your card was declined.")
    }

    var json: JSON {
        var members: [String: JSON] = ["type": .text(type), "message": .text(message)]
        if let code { members["code"] = .text(code) }
        if let declineCode { members["decline_code"] = .text(declineCode) }
        if let param { members["param"] = .text(param) }
        return ["error": .object(members)]
    }
}
