import Accounts
import Domain
import HTTPTypes
import Hummingbird

/// How people stay signed in and stop being it: `/api/auth/refresh`, `/logout`, `/sessions`, `/password`.
struct SessionRoutes: Sendable {
    let sessions: SessionPort
    let throttle: LoginThrottle
    let configuration: APIConfiguration

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .post("refresh", use: refresh)
            .post("logout", use: logout)
            .get("sessions", use: list)
            .delete("sessions/:id", use: end)
            .post("password", use: changePassword)
    }

    @Sendable func refresh(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let client = configuration.client(of: request, in: context)
        let browser = BrowserSession(configuration: configuration)
        let wanted = try await RequestContent(of: request).decode(as: Renewal.self)
        let (text, isCookie) = try browser.refreshToken(of: request, body: wanted.refreshToken, in: context)
        let quota = try await throttle.admitRefresh(from: client)
        guard let token = RefreshToken(text) else { throw AccessTokenError.invalid }
        let tokens = try await sessions.refresh(token, client)
        var answer = try Answer(TokenAnswer(tokens: tokens, isCookieUsed: isCookie))
        if isCookie { answer.headers.append(browser.cookie(of: tokens)) }
        answer.headers.tell(quota)
        return answer
    }

    @Sendable func logout(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let principal = try context.requirePrincipal()
        let wanted = try await RequestContent(of: request).decode(as: Logout.self)
        let client = configuration.client(of: request, in: context)
        try await sessions.end(wanted.selection(for: principal.sessionID), principal, client)
        var answer = Answer(status: .noContent)
        if wanted.scope != .others { answer.headers.append(HostCookie.refresh.clearing) }
        return answer
    }

    @Sendable func list(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let principal = try context.requirePrincipal()
        let found = try await sessions.list(principal)
        return try Answer(Page(found.map { SessionItem($0, current: principal.sessionID) }))
    }

    @Sendable func end(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let principal = try context.requirePrincipal()
        guard let id = context.parameters.get("id").flatMap({ SessionID($0) }),
            try await sessions.list(principal).contains(where: { $0.id == id })
        else { throw RequestError.noSuchSession }
        try await sessions.end(.one(id), principal, configuration.client(of: request, in: context))
        return Answer(status: .noContent)
    }

    @Sendable func changePassword(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let principal = try context.requirePrincipal()
        let wanted = try await RequestContent(of: request).decode(as: PasswordChange.self)
        let quota = try await throttle.admitPasswordChange(of: principal)
        try await sessions.changePassword(
            wanted.current, wanted.new, principal, configuration.client(of: request, in: context))
        var answer = Answer(status: .noContent)
        answer.headers.tell(quota)
        return answer
    }
}
