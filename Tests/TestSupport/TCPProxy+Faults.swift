import NIOConcurrencyHelpers
import NIOCore

extension TCPProxy {
    /// Changes the distance for everything sent from now on.
    package func setRoundTrip(_ roundTrip: Duration) {
        entrance.conditions.withLockedValue { $0.setRoundTrip(roundTrip) }
    }

    /// Closes all connections on both sides, and returns when that is done. What is on its way is lost.
    package func cutAll() async {
        await onEachLink { $0.cut() }
    }

    /// Closes the connection that carries the `bytes`th byte from now in one direction, right after that byte.
    /// Happens once; a new call replaces one that has not happened yet.
    package func cut(afterBytes bytes: Int, _ direction: Direction) {
        entrance.conditions.withLockedValue { $0.allow(bytes, direction) }
    }

    /// Makes the network silent: connections stay open, and new ones are accepted, but nothing moves and no end is
    /// told. Nothing is lost either.
    package func freeze() {
        entrance.conditions.withLockedValue { $0.isFrozen = true }
    }

    /// Lets everything move again, in order.
    package func thaw() async {
        entrance.conditions.withLockedValue { $0.isFrozen = false }
        await onEachLink { link in
            link.deliver(.toServer)
            link.deliver(.toClient)
        }
    }

    private func onEachLink(_ act: @escaping @Sendable (ProxyLink) -> Void) async {
        for link in entrance.links.withLockedValue({ Array($0.values) }) {
            try? await link.eventLoop.submit { act(link.value) }.get()
        }
    }
}
