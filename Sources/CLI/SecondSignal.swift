import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Ends the process at once when it is told to stop a second time, however far it has come with stopping.
///
/// To be started first, so that it is the last to stop.
struct SecondSignal: Service {
    let logger: Logger

    func run() async {
        var count = 0
        for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint).cancelOnGracefulShutdown() {
            count += 1
            guard count > 1 else {
                logger.info("stopping; another signal ends this process at once", metadata: ["signal": "\(signal)"])
                continue
            }
            logger.warning("ended by a second signal", metadata: ["signal": "\(signal)"])
            _exit(128 + signal.rawValue)  // nobody's goodbye is waited for, not even that of the C library
        }
    }
}
