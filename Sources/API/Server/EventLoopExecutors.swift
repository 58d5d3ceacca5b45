package import NIOCore

/// The event loops of a group as executors of tasks, made once so that a task's executor outlives the task.
package final class EventLoopExecutors: Sendable {
    private let byLoop: [ObjectIdentifier: EventLoopExecutor]

    /// One for each loop of the group.
    package init(of group: any EventLoopGroup) {
        byLoop = Dictionary(uniqueKeysWithValues: group.makeIterator().map { ($0.identity, EventLoopExecutor($0)) })
    }

    /// `nil` for a loop of another group: tasks then run wherever they would.
    package subscript(loop: any EventLoop) -> (any TaskExecutor)? { byLoop[loop.identity] }
}

/// Runs the jobs of tasks on one event loop.
private final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension EventLoop {
    fileprivate var identity: ObjectIdentifier { ObjectIdentifier(self) }
}
