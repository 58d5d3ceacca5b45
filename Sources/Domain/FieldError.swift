/// What is wrong with one field of a request.
package struct FieldError: Hashable, Sendable, Codable {
    /// The field as the request spells it, with dots into objects: `supabase.projectRef`.
    package let field: String
    /// A sentence for the person who sent it. Never repeats the value.
    package let message: String

    /// Says it in words.
    package init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }

    /// Says what the failed parse said.
    package init(_ field: String, _ error: some InputError) {
        self.init(field, error.message)
    }
}
