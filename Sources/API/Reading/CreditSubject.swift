import Accounts
import Domain

/// Whose credits a request is about, and who asks.
struct CreditSubject {
    let store: Store.ID
    /// `nil` when the store's own people ask.
    let owner: Account.ID?
    /// Whose keys the request's are.
    let principal: String

    /// - Parameter named: by the query; a store token says it itself.
    init(_ context: AppRequestContext, named: Store.ID?) throws {
        let principal = try context.requirePrincipal()
        guard let store = principal.storeID ?? named else { throw RequestError.storeRequired }
        self.store = store
        switch principal.identity {
        case .account(let account):
            owner = account
            self.principal = account.description
        case .customer(_, let subject):
            owner = nil
            self.principal = "\(store) \(subject)"
        }
    }
}

extension QueryReader {
    /// The store that a call about credits names.
    mutating func creditStore() -> Store.ID? {
        value("storeId", "This is the id of a store.") { Store.ID($0) }
    }
}
