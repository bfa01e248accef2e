import Identity

/// The bodies on Auth0's page about custom SMS gateways, as they stand there; only the placeholder of the URL is filled in.
enum GatewayPage {
    /// The PATCH as it would be pasted: with the trailing comma that makes it no JSON.
    static let pasted = """
        {
            "options": {
              "strategy": "sms",
              "provider": "sms_gateway",
              "gateway_url": "https://sms.example.com/send",
              "from": "+1 234 567",
              "template": "Your verification code is: @@password@@",
              "brute_force_protection": true,
              "forward_req_info": "true",
              "disable_signup": false,
              "name": "sms",
              "syntax": "md_with_macros",
              "totp": {
                "time_step": 300,
                "length": 6
              }
            },
            "is_domain_connection": false,
        }
        """

    /// The same without the comma.
    static let patch = pasted.replacing("false,\n}", with: "false\n}")

    /// The options of the Twilio connection that the page lists.
    static let twilioOptions: JSONObject = [
        "disable_signup": false, "name": "sms", "twilio_sid": "TWILIO_SID", "twilio_token": "TWILIO_AUTH_TOKEN",
        "from": "+15555555555", "syntax": "md_with_macros", "template": "Your SMS verification code is: @@password@@",
        "totp": ["time_step": 300, "length": 6], "messaging_service_sid": nil, "brute_force_protection": true,
    ]

    /// The member that the page adds for signed requests.
    static let authentication: JSONObject = [
        "method": "bearer", "subject": "urn:Auth0", "audience": "urn:MySmsGateway",
        "secret": "MySecretToSignTheToken", "secret_base64_encoded": false,
    ]
}

extension ConnectionPatch {
    /// A patch of nothing but options.
    init(options: JSONObject) throws(ShapeProblem) { try self.init(["options": .object(options)]) }
}
