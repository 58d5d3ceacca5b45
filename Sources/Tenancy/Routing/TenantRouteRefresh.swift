import ServiceLifecycle
import Domain

/// Makes a router forget what other processes changed, as soon as they say so.
package struct TenantRouteRefresh: Service {
    let router: TenantRouter
    let events: MasterEvents

    package init(router: TenantRouter, events: MasterEvents) {
        self.router = router
        self.events = events
    }

    package func run() async throws {
        for await event in events.events(on: .store).cancelOnGracefulShutdown() {
            switch event {
            case .changed(let payload): Store.ID(payload).map(router.forget)
            case .missed: router.forgetAll()
            }
        }
    }
}
