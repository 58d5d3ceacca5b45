package import Domain

/// What somebody sends to have a store.
package struct NewStore: RequestFields, Equatable {
    /// What people will call it.
    package let name: DisplayName
    /// How its address shall spell it; `nil` to have one made from the name.
    package let slug: Slug?

    /// A name, and a slug if one is wanted.
    package init(name: DisplayName, slug: Slug?) {
        self.name = name
        self.slug = slug
    }

    /// Reads `name` and `slug`.
    package init(from fields: inout FieldReader) throws {
        let name = fields.required("name", DisplayName.init(parsing:))
        let slug = fields.optional("slug", Slug.init(parsing:))
        guard let name, fields.isSound else { throw fields.failure }
        self.init(name: name, slug: slug)
    }
}
