import Foundation
import Hummingbird

/// Every URL of the inbox, and the things its handlers share.
struct InboxRoutes {
    let configuration: InboxApplication.Configuration
    let now: @Sendable () -> Date

    func router() -> Router<InboxContext> {
        let feed = LiveFeed()
        let box = MessageBox(feed: feed)
        let numbers = MisbehavingNumbers(feed: feed)

        let gateway = GatewayResource(
            verifier: configuration.verifier, box: box, numbers: numbers, pace: configuration.pace, now: now)
        let messages = MessagesResource(box: box, feed: feed)
        let misbehaviour = NumbersResource(numbers: numbers)
        let events = EventsResource(
            feed: feed, heartbeat: configuration.pace.heartbeat, checksTokens: configuration.verifier != nil)
        let page = InboxPage()

        let router = Router(context: InboxContext.self)
        router.add(middleware: AnswerHeaders())
        router.add(middleware: LoopbackOnly())
        router.add(middleware: OwnPageOnly())

        router.post("/sms", use: gateway.receive)

        router.get("/api/messages", use: messages.list)
        router.delete("/api/messages", use: messages.clear)
        router.get("/api/numbers", use: misbehaviour.list)
        router.put("/api/numbers/{number}", use: misbehaviour.set)
        router.delete("/api/numbers/{number}", use: misbehaviour.clear)
        router.get("/api/events", use: events.stream)

        router.get("/", use: page.document)
        router.get("/inbox.css", use: page.style)
        router.get("/inbox.js", use: page.script)
        return router
    }
}
