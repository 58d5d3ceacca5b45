/// Finds what must not stand in a migration file, before any server sees it.
///
/// It reads tokens, not meanings: `set_config(…, false)`, or transaction control in a procedure that is called, is the
/// server's to refuse.
enum MigrationLint {
    /// Everything that is wrong with the file's statements, in order.
    static func findings(in statements: [SQLStatement], file: String) -> [LintFinding] {
        statements.flatMap { statement in
            let metaCommands = statement.tokens.filter { $0.kind == .metaCommand }
            let unterminated = statement.unterminatedToken
            let places: [(LintFinding.Rule, Int)] =
                metaCommands.map { (.metaCommand, $0.line) }
                + (unterminated.map { [(.unterminated, $0.line)] } ?? [])
                + (rule(brokenBy: statement).map { [($0, statement.line)] } ?? [])
            return places.map { rule, line in
                LintFinding(rule: rule, file: file, line: line, statement: statement.head)
            }
        }
    }

    private static func rule(brokenBy statement: SQLStatement) -> LintFinding.Rule? {
        if statement.controlsTransaction { return .transactionControl }
        if statement.changesSession { return .sessionSetting }
        if statement.readsStandardInput { return .copyFromStandardInput }
        if statement.writesStandardOutput { return .copyToStandardOutput }
        return nil
    }
}
