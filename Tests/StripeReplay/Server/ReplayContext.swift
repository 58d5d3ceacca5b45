import Hummingbird
import NIOCore

/// What is known of a request: also its connection, so that it can be cut.
struct ReplayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
