import Dispatch
import Foundation
import NIOConcurrencyHelpers

/// What is to be tidied up when the test process exits in the ordinary way. (If it is killed, the kernel ends its
/// servers, and the next test process removes the folder.)
enum ProcessEnding {
    private struct State {
        var acts: [@Sendable () async -> Void] = []
        var folders: [String] = []
    }

    private static let state: NIOLockedValueBox<State> = {
        atexit { ProcessEnding.perform() }
        return NIOLockedValueBox(State())
    }()

    static func add(_ act: @escaping @Sendable () async -> Void) {
        state.withLockedValue { $0.acts.append(act) }
    }

    /// Removes a folder after all acts.
    static func remove(_ folder: String) {
        state.withLockedValue { $0.folders.append(folder) }
    }

    /// Blocks the thread that exits, for five seconds at most: the other threads run on until it is done.
    private static func perform() {
        let state = state.withLockedValue { $0 }
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            await withTaskGroup { group in
                for act in state.acts { group.addTask { await act() } }
            }
            done.signal()
        }
        _ = done.wait(timeout: .now() + 5)
        for folder in state.folders { try? FileManager.default.removeItem(atPath: folder) }
    }
}
