import Identity
import Testing

@Suite struct `A member that is not offered` {
    private let shape = ObjectShape(["shield": .init(.inert([false, nil]), "Whether it protects")])

    @Test(arguments: [false, nil] as [JSON])
    func `may ask for nothing`(value: JSON) throws {
        #expect(try shape.check(.object(["shield": value])) == ["shield": value])
    }

    @Test(arguments: [true, "yes", [:], 1] as [JSON])
    func `is refused where it asks for something`(value: JSON) {
        let problem = #expect(throws: ShapeProblem.self) { try shape.check(.object(["shield": value])) }
        #expect(problem?.why == "This server does not offer it")
        #expect(problem?.path == "shield")
    }
}
