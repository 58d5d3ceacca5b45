extension Slug {
    /// Names no store may have: hosts that platforms serve themselves, or that people trust for what they sound like.
    static let reserved: Set<String> = [
        // Served by the platform, or likely to be one day.
        "account", "accounts", "admin", "administrator", "agency", "api", "app", "apps", "assets", "auth", "beta",
        "billing", "blog", "cache", "callback", "cdn", "checkout", "cloud", "config", "console", "control",
        "credits", "dashboard", "database", "db", "dev", "developer", "developers", "docs",
        "download", "downloads", "edge", "email", "files", "forum", "git", "graphql", "health", "healthz",
        "help", "host", "hooks", "id", "identity", "images", "img", "internal", "invoice", "jobs", "jwks", "legal",
        "login", "logout", "manage", "master", "metrics", "monitor", "oauth", "openapi", "operator",
        "ops", "payment", "payments", "platform", "portal", "preview", "privacy", "production", "proxy", "public",
        "queue", "readyz", "redis", "register", "root", "sandbox", "secure", "security", "server", "service",
        "services", "sign-in", "sign-up", "signin", "signup", "sso", "staging", "static", "status", "store", "stores",
        "stripe", "supabase", "support", "sys", "system", "tenant", "tenantry", "tenants", "terms", "testing",
        "token", "tokens", "user", "users", "web", "webhook", "webhooks", "worker", "www", "www1", "www2",
        // Names with a meaning in DNS, mail or on a local network.
        "abuse", "autoconfig", "autodiscover", "broadcasthost", "dns", "domain", "example", "ftp", "gateway",
        "hostmaster", "imap", "invalid", "isatap", "local", "localdomain", "localhost", "mail", "mailer-daemon",
        "mx", "nobody", "noreply", "no-reply", "ns", "ns1", "ns2", "ns3", "ns4", "pop", "pop3", "postmaster", "sftp",
        "smtp", "ssh", "ssl", "tls", "vpn", "webmail", "webmaster", "wpad",
    ]
}
