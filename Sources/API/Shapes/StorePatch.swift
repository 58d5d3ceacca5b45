import Domain

/// What may be changed of a store.
struct StorePatch: RequestFields {
    /// What people will call it.
    let name: DisplayName

    init(from fields: inout FieldReader) throws {
        guard let name = fields.required("name", DisplayName.init(parsing:)) else { throw fields.failure }
        self.name = name
    }
}
