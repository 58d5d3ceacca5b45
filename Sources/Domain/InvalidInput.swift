/// A request whose fields break rules, all of them named at once.
package struct InvalidInput: Failure, Equatable {
    /// One entry for every broken rule, in the order of the request's own fields. Never empty.
    package let fields: [FieldError]

    /// Several broken rules.
    package init(_ fields: [FieldError]) {
        self.fields = fields
    }

    /// One field that could not be read.
    package init(_ field: String, _ error: some InputError) {
        self.init([FieldError(field, error)])
    }

    /// One broken rule in words.
    package init(_ field: String, _ message: String) {
        self.init([FieldError(field, message)])
    }

    /// Kind ``FailureKind/invalid``, code `invalid_request`.
    package var explanation: Explanation {
        Explanation(.invalid, "invalid_request", "The request has invalid fields.", fields: fields)
    }
}
