import Domain
import Tenancy

extension RunningJobs {
    /// Cancels what is called off, as it is told, until the task is cancelled. An order that is missed stands in the job's row,
    /// where the next heartbeat finds it.
    func cancel(asToldBy orders: AsyncStream<MasterEvents.Event>) async {
        for await order in orders {
            guard case .changed(let payload) = order, let id = Job.ID(payload) else { continue }
            cancel(id)
        }
    }
}
