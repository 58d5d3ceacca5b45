import Domain
import Stores

/// Which database somebody wants for a store: at most one of three members.
struct ConnectRequest: RequestFields {
    private enum Wanted {
        case nothing, connectionString(String), supabase, managed
    }

    private let wanted: Wanted
    /// Whether tables that are there already may stay beside the shop's; `nil` when nothing was said.
    let confirmNonEmpty: Bool?

    init(from fields: inout FieldReader) throws {
        let members = ["connectionString", "supabase", "managed"].filter { fields.has($0) }
        if members.count > 1 { for name in members { fields.note(name, Self.rule) } }
        let connectionString = fields.optionalText("connectionString")
        let project: String? = fields.object("supabase") { $0.text("projectRef") }
        let managed: Bool? = fields.object("managed") { _ in true }
        confirmNonEmpty = fields.flag("confirmNonEmpty")
        guard fields.isSound else { throw fields.failure }
        wanted =
            if let connectionString {
                .connectionString(connectionString)
            } else if project != nil {
                .supabase
            } else if managed != nil {
                .managed
            } else {
                .nothing
            }
    }

    /// The database that is meant; `nil` when none was named.
    ///
    /// - Throws: `InvalidInput` for a connection string that is none, ``Stores/StoreError/oauthRequired`` for a
    ///   Supabase project, since no store's Supabase account is connected.
    func target(passwordIsOptional: Bool) throws -> ConnectionTarget? {
        switch wanted {
        case .nothing: nil
        case .connectionString(let text):
            .database(try ConnectionString.parse(text, passwordIsOptional: passwordIsOptional))
        case .supabase: throw StoreError.oauthRequired
        case .managed: .managed
        }
    }

    /// The same, for calls that cannot do without.
    func requireTarget(passwordIsOptional: Bool) throws -> ConnectionTarget {
        guard let target = try target(passwordIsOptional: passwordIsOptional) else {
            throw InvalidInput("connectionString", Self.rule)
        }
        return target
    }

    private static let rule = "Give exactly one of connectionString, supabase and managed."
}
