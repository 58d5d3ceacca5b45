/// Something that moves from state to state in atomic steps, small enough to be explored completely.
protocol TransitionSystem {
    associatedtype State: Hashable
    associatedtype Step: CustomStringConvertible
    associatedtype Property: Equatable

    var initial: State { get }

    /// Calls `visit` with every step that can be taken in `state`, and with what it leads to. Always in the same order.
    func forEachStep(from state: State, _ visit: (Step, State) -> Void)

    /// The form in which a state is remembered. States that behave alike may have one form; what their steps lead to
    /// has to have one form, too.
    func canonical(_ state: State) -> State

    /// Whether the step comes about in the end when nothing else does.
    func isAssured(_ step: Step) -> Bool

    /// The first property that the step breaks; `nil` when all hold. `after` is not in its canonical form yet.
    func violation(of step: Step, from before: State, to after: State) -> Property?
}
