extension ChildProcess {
    /// What to run, as whom, and what it sees of us.
    package struct Command: Sendable {
        /// Where the child's output goes. A file is made anew for each start, readable by us alone.
        package enum Output: Sendable {
            case file(String)
            case descriptor(Int32)
        }

        /// What can be sent to a child at our death, by the name setpriv(1) knows it by.
        package enum DeathSignal: String, Sendable {
            case interrupt = "INT"
            case quit = "QUIT"
            case kill = "KILL"
            case terminate = "TERM"
        }

        /// Absolute path of the program.
        package var executable: String
        /// What follows the program's name. Visible to every user of the machine: no secrets.
        package var arguments: [String]
        /// All the child sees of an environment: nothing is inherited, so no `PG…` variable and no secret leaks in.
        package var environment: [String: String]
        /// Where standard output goes.
        package var standardOutput: Output
        /// `nil`: the same as ``standardOutput``.
        package var standardError: Output?
        /// The child's working directory, absolute.
        package var workingDirectory: String
        /// What the kernel sends the child when we die, by whatever cause.
        package var deathSignal: DeathSignal
        /// Whose rights the child gets; `nil` keeps ours. Only root may give others.
        package var user: ServiceUser?
        /// Descriptors of ours that the child keeps, as 3, 4, … in this order. All others are closed.
        package var inherited: [Int32]

        /// A command with our rights, from `/`, unless told otherwise.
        package init(
            executable: String, arguments: [String] = [], environment: [String: String] = Self.bareEnvironment,
            standardOutput: Output, standardError: Output? = nil, workingDirectory: String = "/",
            deathSignal: DeathSignal, user: ServiceUser? = nil, inherited: [Int32] = []
        ) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
            self.standardOutput = standardOutput
            self.standardError = standardError
            self.workingDirectory = workingDirectory
            self.deathSignal = deathSignal
            self.user = user
            self.inherited = inherited
        }

        /// The least a server needs: where programs are, UTF-8 without a language, UTC.
        package static let bareEnvironment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
    }
}

extension ChildProcess.Command {
    /// The command line that is really spawned.
    ///
    /// `setpriv` (util-linux) drops the rights and then asks the kernel for ``deathSignal``, which a change of user
    /// would have cleared (prctl(2), PR_SET_PDEATHSIG). A parent that died before that request would go unnoticed, so
    /// the shell compares its parent with the one we are before it becomes the program.
    func wrapped(setpriv: String, parent: Int32) -> [String] {
        var line = [setpriv, "--pdeathsig", deathSignal.rawValue]
        if let user { line += ["--reuid=\(user.userID)", "--regid=\(user.groupID)", "--init-groups"] }
        let prologue = #"[ "$PPID" = "$1" ] || exit 125; cd "$2" || exit 125; shift 2; exec "$@""#
        return line + ["/bin/sh", "-c", prologue, "sh", "\(parent)", workingDirectory, executable] + arguments
    }
}
