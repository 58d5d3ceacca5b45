/// Programs that run for as long as something needs them.
actor Programs {
    private let scratch: String
    private var running: [Child] = []

    private init(scratch: String) { self.scratch = scratch }

    /// Stops what `body` has started, the last one first, however `body` ends.
    static func with<Value: Sendable>(
        scratch: String, _ body: (Programs) async throws -> Value
    ) async throws -> Value {
        let programs = Programs(scratch: scratch)
        do {
            let value = try await body(programs)
            await programs.stop()
            return value
        } catch {
            await programs.stop()
            throw error
        }
    }

    /// Starts one that ends when we do, however that happens. What it says is in the scratch folder.
    @discardableResult
    func start(_ command: Command, named name: String) async throws -> Child {
        let bound = Command(
            "setpriv", ["--pdeathsig", "TERM", command.executable] + command.arguments,
            environment: command.environment)
        let child = try await Child.start(bound, output: "\(scratch)/\(name).out", errors: "\(scratch)/\(name).err")
        running.append(child)
        return child
    }

    private func stop() async {
        while let child = running.popLast() { await child.stop() }
    }
}
