import Identity

/// What the demo prints: where everything is, and the page's steps as commands to paste.
enum DemoGuide {
    static func text(_ places: LocalStage.Places, _ ready: DemoTenant.Ready, app: String, folder: String) -> String {
        let issuer = places.issuer.url
        return """

            Watchword is running.

              App     \(app)   open it in a browser and sign in, as +1 555 555 0123 or anyone else
              Inbox   \(places.inbox)   what "phones" receive: the code arrives there
              Server  \(issuer)
              Client  \(ready.clientID)   public, may use the connection "sms"

            Log in with two commands instead. Ask for a code:

              curl -s \(issuer)passwordless/start -H 'content-type: application/json' -d '{
                "client_id": "\(ready.clientID)", "connection": "sms",
                "phone_number": "+15555550100", "send": "code"}'

            Read it on the inbox page, or like this, and exchange it:

              CODE=$(curl -s \(places.inbox)api/messages | grep -o '"code":"[0-9]*' | head -1 | grep -o '[0-9]*$')

              curl -s \(issuer)oauth/token -H 'content-type: application/json' -d '{
                "grant_type": "http://auth0.com/oauth/grant-type/passwordless/otp",
                "client_id": "\(ready.clientID)", "realm": "sms", "username": "+15555550100",
                "otp": "'$CODE'", "scope": "openid profile phone"}'

            Look behind it: a Management API token, and the connection that points at the inbox.

              TOKEN=$(curl -s \(issuer)oauth/token -H 'content-type: application/json' -d '{
                "grant_type": "client_credentials", "client_id": "\(places.adminClientID)",
                "client_secret": "'$(cat \(folder)/admin.secret)'",
                "audience": "\(places.issuer.managementAudience)"}' | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')

              curl -s \(places.issuer.managementAudience)connections -H "authorization: Bearer $TOKEN"

            And see an error: let the gateway refuse this number, then ask for a code again.

              curl -s -X PUT '\(places.inbox)api/numbers/+15555550100' -H 'content-type: application/json' -d '{"status": 500}'

            Ctrl-C stops the demo; its data stays.

            """
    }
}
