internal import Foundation

/// Bytes on their way from one socket to another, neither of which blocks; one buffer of them at most.
struct Conduit {
    /// 64 KiB: less than a pair of sockets holds, so it is rarely passed on in two parts.
    private static let capacity = 65_536

    private let source: Int32
    private let target: Int32
    /// Taken, and not passed on yet.
    private var rest: ArraySlice<UInt8> = []
    /// The source has ended or broken; all that came before was passed on, and the target has been told.
    private(set) var isOver = false
    private var sourceHasEnded = false

    init(from source: Int32, to target: Int32) {
        self.source = source
        self.target = target
    }

    /// Waits for the source to give more.
    var wantsInput: Bool { rest.isEmpty && !sourceHasEnded }
    /// Waits for the target to take more.
    var wantsOutput: Bool { !rest.isEmpty }

    /// Passes on what there is.
    ///
    /// - Returns: how many bytes were taken from the source, 0 when it had none or the last are still here.
    @discardableResult
    mutating func move() -> Int {
        let taken = wantsInput ? take() : 0
        if taken == 0, wantsOutput {
            let left = rest
            rest = left.dropFirst(unsafe left.withUnsafeBytes { bytes in unsafe give(bytes) })
        }
        if sourceHasEnded, rest.isEmpty, !isOver {
            isOver = true
            shutdown(target, Int32(SHUT_WR))
        }
        return taken
    }

    /// Nobody is left to take anything: drops what there is, and takes no more.
    mutating func end() {
        rest = []
        sourceHasEnded = true
    }

    private mutating func take() -> Int {
        unsafe withUnsafeTemporaryAllocation(byteCount: Self.capacity, alignment: 16) { buffer in
            let count = unsafe recv(source, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else {
                sourceHasEnded = count == 0 || !Self.isTemporary(errno)
                return 0
            }
            let given = unsafe give(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            if !sourceHasEnded { unsafe rest = ArraySlice(buffer[given..<count]) }
            return count
        }
    }

    /// - Returns: how many of the bytes the target took.
    private mutating func give(_ bytes: UnsafeRawBufferPointer) -> Int {
        var given = 0
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        while given < bytes.count {
            let count = unsafe send(target, bytes.baseAddress.map { unsafe $0 + given }, bytes.count - given, flags)
            guard count > 0 else {
                if Self.isTemporary(errno) { break }
                sourceHasEnded = true  // a target that is gone takes nothing more
                return bytes.count
            }
            given += count
        }
        return given
    }

    private static func isTemporary(_ code: Int32) -> Bool { code == EAGAIN || code == EWOULDBLOCK || code == EINTR }
}
