import ArgumentParser
import Domain
import Jobs

/// What is paused or resumed: a queue by its name, or whatever an option says.
struct PauseTarget: ParsableArguments {
    @Argument(help: "The name of a queue.") var queue: String?
    @Option(help: "A kind of job instead, such as connect-database.") var kind: String?
    @Option(help: "A store instead, by its id.") var store: String?

    func validate() throws {
        guard [queue, kind, store].compactMap(\.self).count == 1 else {
            throw ValidationError("Name a queue, or say --kind or --store.")
        }
        if let store, Store.ID(store) == nil { throw ValidationError("--store is the id of a store.") }
    }

    var scope: PauseScope { queue != nil ? .queue : kind != nil ? .kind : .store }

    var name: String { queue ?? kind ?? store.flatMap { Store.ID($0) }?.description ?? "" }
}
