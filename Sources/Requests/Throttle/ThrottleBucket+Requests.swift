extension ThrottleBucket {
    /// What a log-in is charged to.
    ///
    /// A device that its account is known on has buckets of its own, which strangers cannot use up, however many they
    /// are and even from the owner's own network.
    ///
    /// - Parameter device: the cookie, if one was sent and is recognised for this very account.
    package static func login(
        to account: ThrottledAccount, from address: ClientAddress, on device: DeviceCookie?
    ) -> [ThrottleBucket] {
        guard let device else {
            return [.address(address, .login), .network(address, .loginNetwork), .account(account, .loginAccount)]
        }
        return [.device(device, .loginDevice), .account(account, .loginKnown)]
    }

    /// What a registration is charged to.
    package static func registration(from address: ClientAddress) -> [ThrottleBucket] {
        [.address(address, .register), .network(address, .registerNetwork)]
    }

    /// What a refresh is charged to.
    ///
    /// - Parameter session: the session's id. One that was not proved to be genuine may be anybody's: leave it out then.
    package static func refresh(of session: String?, from address: ClientAddress) -> [ThrottleBucket] {
        let own = session.map { [ThrottleBucket.session($0, .refresh)] } ?? []
        return own + [.address(address, .refreshAddress)]
    }

    /// What a change of password is charged to.
    package static func passwordChange(of account: ThrottledAccount) -> [ThrottleBucket] {
        [.account(account, .password)]
    }
}
