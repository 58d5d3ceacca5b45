import Foundation

/// One call of `posix_spawn`. To be performed on the thread whose end is to end the child.
struct SpawnRequest {
    private let command: ChildProcess.Command
    private let line: [String]

    init(_ command: ChildProcess.Command, setpriv: String) {
        self.command = command
        line = command.wrapped(setpriv: setpriv, parent: getpid())
    }

    /// - Returns: the child's process id.
    func perform() throws(LocalServerError) -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        setAttributes(&attributes)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let copies = addActions(&actions)
        defer { for copy in copies { close(copy) } }

        let arguments = line.map { strdup($0) } + [nil]
        let environment = command.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + environment { free(text) } }

        var processID: pid_t = 0
        let fault = posix_spawn(&processID, line[0], &actions, &attributes, arguments, environment)
        guard fault == 0 else {
            throw .notSpawned(program: command.executable, reason: SystemFault.text(of: fault))
        }
        return processID
    }

    /// A session of its own, no blocked signal, and none ignored: a shell in the background, or a library here, may
    /// have left us with signals ignored, which a child would inherit.
    private func setAttributes(_ attributes: inout posix_spawnattr_t) {
        let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID of <spawn.h>, which Swift does not import
        posix_spawnattr_setflags(&attributes, Int16(newSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
    }

    /// - Returns: descriptors to close after the spawn: copies above the range in which the child's own are placed, so
    ///   that placing one cannot overwrite another that is still to be placed.
    private func addActions(_ actions: inout posix_spawn_file_actions_t) -> [Int32] {
        var copies: [Int32] = []
        func copy(_ descriptor: Int32) -> Int32 {
            copies.append(fcntl(descriptor, F_DUPFD_CLOEXEC, 64))
            return copies[copies.count - 1]
        }
        func place(_ output: ChildProcess.Command.Output, at number: Int32) {
            switch output {
            case .file(let path):
                posix_spawn_file_actions_addopen(
                    &actions, number, path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
            case .descriptor(let descriptor):
                posix_spawn_file_actions_adddup2(&actions, copy(descriptor), number)
            }
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        place(command.standardOutput, at: STDOUT_FILENO)
        if let output = command.standardError {
            place(output, at: STDERR_FILENO)
        } else {
            posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        }
        var next: Int32 = 3
        for descriptor in command.inherited {
            posix_spawn_file_actions_adddup2(&actions, copy(descriptor), next)
            next += 1
        }
        closeOthers(from: next, &actions)
        return copies
    }

    /// Closes what of ours is not marked close-on-exec. Closing a number that is not open is no error here.
    private func closeOthers(from first: Int32, _ actions: inout posix_spawn_file_actions_t) {
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let highest = open.compactMap { Int32($0) }.max() ?? first
        for descriptor in first...max(first, highest + 16) {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
    }
}
