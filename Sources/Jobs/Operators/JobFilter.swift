package import Domain

/// Which jobs are meant; all of them by default.
package struct JobFilter: Sendable, Equatable {
    package var status: JobStatus?
    package var kind: String?
    package var queue: String?
    package var store: Store.ID?

    package init(status: JobStatus? = nil, kind: String? = nil, queue: String? = nil, store: Store.ID? = nil) {
        self.status = status
        self.kind = kind
        self.queue = queue
        self.store = store
    }
}
