/// What is done to give a store its database, in order. Each step first looks at what is there.
package enum ProvisioningStep: String, Sendable, CaseIterable {
    /// Reach the database, judge it, and claim it for this store and this attempt.
    case connect
    /// Apply the tenant migrations that it lacks.
    case migrate
    /// Put in the data a new shop starts with.
    case seed
    /// Write the store's own record.
    case register
    /// Compare what is there with what should be.
    case verify
    /// Open the store: status, hostname, schema version, in the master database.
    case activate

    /// The step after this one; `nil` for the last.
    var next: ProvisioningStep? {
        Self.allCases.drop { $0 != self }.dropFirst().first
    }

    /// How far the whole job is when this step is done, in percent; migrations take the most.
    var percentWhenDone: Int {
        switch self {
        case .connect: 10
        case .migrate: 70
        case .seed: 85
        case .register: 90
        case .verify: 95
        case .activate: 100
        }
    }
}
