extension Store {
    /// Where a store stands on its way to being open.
    package enum Status: String, Sendable, CaseIterable, Codable {
        /// Made, and without a database.
        case pendingDatabase = "pending_database"
        /// Its database is being set up.
        case provisioning
        /// Open.
        case active
        /// Setting up its database ended without one; it may be tried again.
        case failed
        /// Closed by its owner or by an operator, database untouched.
        case suspended

        /// Whether a store may go from here to there in one step.
        ///
        /// `pending_database` → `provisioning` → `active` or `failed`; `failed` → `provisioning` on a retry. A store
        /// is suspended from wherever it stands but while its database is being set up, and resumes to `active` when
        /// it has a database, else to `pending_database` or `failed`.
        package func canBecome(_ next: Status) -> Bool {
            switch (self, next) {
            case (.pendingDatabase, .provisioning), (.provisioning, .active), (.provisioning, .failed),
                (.failed, .provisioning):
                true
            case (.pendingDatabase, .suspended), (.active, .suspended), (.failed, .suspended): true
            case (.suspended, .active), (.suspended, .pendingDatabase), (.suspended, .failed): true
            default: false
            }
        }
    }
}
