import Accounts
import Domain

/// What somebody sends to have an account, and a first store with it.
struct SignUp: RequestFields {
    let registration: Registration
    /// The store that is made with the account; `nil` for none.
    let store: NewStore?
    let refreshTokenPlace: RefreshTokenPlace

    init(from fields: inout FieldReader) throws {
        let email = fields.required("email", EmailAddress.init(parsing:))
        let password = fields.text("password")
        let firstName = fields.required("firstName", DisplayName.init(parsing:))
        let lastName = fields.required("lastName", DisplayName.init(parsing:))
        let storeName = fields.optional("storeName", DisplayName.init(parsing:))
        let slug = fields.optional("slug", Slug.init(parsing:))
        refreshTokenPlace = .read(from: &fields)
        if slug != nil, !fields.has("storeName") { fields.note("storeName", "A store with a slug needs a name too.") }
        guard let email, let password, let firstName, let lastName, fields.isSound else { throw fields.failure }
        registration = Registration(
            email: email, password: Password(password), firstName: firstName, lastName: lastName)
        store = storeName.map { NewStore(name: $0, slug: slug) }
    }
}
