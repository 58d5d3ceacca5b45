import Foundation

extension SupervisedServer {
    /// Spawns the server until it is ready. A port that somebody else took between our look and the server's is
    /// exchanged for another, three times at most.
    func launch(with lock: DirectoryLock) async throws -> (ChildProcess, port: Int) {
        for _ in 1...3 {
            let port = try home.port()
            var command = try plan.command(port)
            command.inherited = [lock.descriptor]
            rename(log.path, log.path + ".previous")
            let child = try await ChildProcess.spawn(command)
            let status = try await statusWhenReady(child)
            guard let status else { return (child, port) }
            guard LoopbackPort.isFree(port) else { continue }
            throw LocalServerError.endedAtStart(server: plan.name, status: status, log: log.tail())
        }
        throw LocalServerError.endedAtStart(server: plan.name, status: .exited(1), log: log.tail())
    }

    /// Waits until the server is ready; `nil` then, else how it ended instead.
    private func statusWhenReady(_ child: ChildProcess) async throws -> ChildStatus? {
        let deadline = ContinuousClock.now + plan.startTimeout
        do {
            while !plan.isReady(child.processID) {
                if let status = child.status { return status }
                guard ContinuousClock.now < deadline else {
                    throw LocalServerError.startTimedOut(
                        server: plan.name, after: plan.startTimeout, log: log.tail())
                }
                try await Task.sleep(for: .milliseconds(10))
            }
            return nil
        } catch {
            await child.end(with: [EndingStep(SIGKILL, grace: 0)])
            throw error
        }
    }
}
