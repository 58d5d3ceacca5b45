/// One call as it is sent, once or more often.
struct StripeRequest: Sendable {
    enum Method: Sendable {
        case get
        /// Every one has a key, so that it may be repeated.
        case post(StripeIdempotencyKey)
    }

    let method: Method
    /// From the slash on, made of our own words and of identifiers.
    let path: String
    /// The body of a `POST`, the query of a `GET`.
    let form: Form

    static func get(_ path: String, _ form: Form = Form()) -> StripeRequest {
        StripeRequest(method: .get, path: path, form: form)
    }

    static func post(_ path: String, _ form: Form = Form(), key: StripeIdempotencyKey) -> StripeRequest {
        StripeRequest(method: .post(key), path: path, form: form)
    }
}
