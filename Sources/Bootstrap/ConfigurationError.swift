/// Why this process does not start: the setting, the rule it broke and what to do, never its value.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package let setting: String
    package let rule: String

    init(_ setting: String, _ rule: String) {
        self.setting = setting
        self.rule = rule
    }

    package var description: String { "\(setting) \(rule)" }
}
