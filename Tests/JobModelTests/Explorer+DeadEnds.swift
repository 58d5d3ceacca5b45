extension Explorer {
    /// The states from which assured steps alone lead to no goal; nearest to the beginning first.
    ///
    /// Goes backward from the goals, over everything that was explored.
    func deadEnds(goal isGoal: (System.State) -> Bool) -> [Int] {
        var origins = [[Int32]](repeating: [], count: states.count)
        for link in links { origins[Int(link.to)].append(link.from) }
        var isAlive = states.map(isGoal)
        var frontier = states.indices.filter { isAlive[$0] }
        while let number = frontier.popLast() {
            for origin in origins[number] where !isAlive[Int(origin)] {
                isAlive[Int(origin)] = true
                frontier.append(Int(origin))
            }
        }
        return states.indices.filter { !isAlive[$0] }
    }
}
