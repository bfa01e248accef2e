import Identity
import Testing

@Suite struct `A shape` {
    /// Checks a value as the member `x` of an object.
    private func message(_ shape: Shape, _ value: JSON, _ description: String = "Its sentence") -> String? {
        let object = ObjectShape(["x": .init(shape, description)])
        do throws(ShapeProblem) {
            _ = try object.check(["x": value])
            return nil
        } catch { return error.message }
    }

    @Test(
        arguments: [
            (.any, nil), (.string(), ""), (.string(min: 2, max: 3), "né"), (.string(max: 1), "😀"),
            (.choice(["a"]), "a"),
            (.boolean, false), (.integer(min: 1, max: 2), 2), (.number, 1), (.number, .number(1.5)),
            (.array(of: .any), []),
            (.array(of: .integer(), max: 2), [1, 1]), (.object(ObjectShape(["y": .init(.boolean)])), ["y": true]),
            (.object(ObjectShape(allowsOthers: true, [:])), ["z": nil]), (.map(of: .string(), max: 1), ["any": "x"]),
            (.nullable(.boolean), nil), (.inert([false]), false), (.either(.boolean, .choice(["true"])), "true"),
            (.either(.boolean, .choice(["true"])), true),
        ] as [(Shape, JSON)])
    func `accepts what fits`(shape: Shape, value: JSON) {
        #expect(message(shape, value) == nil)
    }

    @Test(
        arguments: [
            (.string(), 1, "Expected type string but found type integer"),
            (.string(), nil, "Expected type string but found type null"),
            (.string(min: 2), "é", "String is too short (1 chars), minimum 2"),
            (.string(max: 2), "abc", "String is too long (3 chars), maximum 2"),
            (
                .string(format: TextFormat("even") { $0.count % 2 == 0 }), "abc",
                "Object didn't pass validation for format even: abc"
            ),
            (.choice(["a", "b"]), "c", "No enum match for: c"),
            (.choice(["a"]), true, "Expected type string but found type boolean"),
            (.boolean, "true", "Expected type boolean but found type string"),
            (.integer(), .number(1.5), "Expected type integer but found type number"),
            (.integer(min: 4), 3, "Value 3 is less than minimum 4"),
            (.integer(max: 40), 41, "Value 41 is greater than maximum 40"),
            (.number, "1", "Expected type number but found type string"),
            (.array(of: .any), [:], "Expected type array but found type object"),
            (.array(of: .any, max: 1), [1, 2], "Array is too long (2), maximum 1"),
            (.array(of: .any, unique: true), [1, 2, 1], "Array items are not unique (indexes 0 and 2)"),
            (.object(ObjectShape([:])), [], "Expected type object but found type array"),
            (.map(of: .any, max: 1), ["a": 1, "b": 2], "Too many properties defined (2), maximum 1"),
            (.nullable(.boolean), 1, "Expected type boolean but found type integer"),
            (.inert([false]), true, "This server does not offer it"),
            (.either(.boolean, .choice(["true"])), "yes", "No enum match for: yes"),
        ] as [(Shape, JSON, String)])
    func `says what does not fit and where`(shape: Shape, value: JSON, why: String) {
        #expect(message(shape, value) == "'\(why)' on property x (Its sentence).")
    }

    @Test func `names the path within objects, arrays and maps`() {
        let inner = ObjectShape(["y": .init(.boolean, "Inner")])
        #expect(
            message(.object(inner), ["y": 1])
                == "'Expected type boolean but found type integer' on property x.y (Inner).")
        #expect(
            message(.array(of: .object(inner)), [["y": true], ["y": 1]])
                == "'Expected type boolean but found type integer' on property x[1].y (Inner).")
        #expect(
            message(.map(of: .boolean, max: 9), ["k": 1])
                == "'Expected type boolean but found type integer' on property x.k (Its sentence).")
        #expect(
            message(.object(inner), ["z": 1]) == "'Additional properties not allowed: z' on property x (Its sentence).")
    }

    @Test func `says it without a sentence where the member has none`() {
        #expect(
            message(.boolean, 1, "") == "'Expected type boolean but found type integer' on property x.")
    }

    @Test(
        arguments: [
            ([], "'Expected type object but found type array'."), ([:], "'Missing required property: a'."),
            (["a": 1, "c": 2], "'Additional properties not allowed: c'."),
            (["b": 1], "'Missing required property: a'."),
        ] as [(JSON, String)])
    func `checks the whole object`(value: JSON, message: String) {
        let shape = ObjectShape(["a": .init(.any, required: true), "b": .init(.any)])
        do throws(ShapeProblem) {
            _ = try shape.check(value)
            Issue.record("it was accepted")
        } catch { #expect(error.message == message) }
    }

    @Test func `asks for nothing in a patch, lets members be null and can drop some`() throws {
        let shape = ObjectShape(["a": .init(.boolean, required: true), "b": .init(.any)]).asPatch(without: ["b"])
        #expect(try shape.check([:]).isEmpty)
        #expect(try shape.check(["a": nil]) == ["a": nil])
        #expect(throws: ShapeProblem.self) { try shape.check(["b": 1]) }
    }

    @Test func `cuts off what it quotes`() {
        let long = String(repeating: "x", count: 10_000)
        #expect((message(.choice(["a"]), .string(long))?.count ?? 0) < 300)
        #expect((message(.object(ObjectShape([:])), .object([long: 1]))?.count ?? 0) < 300)
    }
}

@Suite struct `Free-form metadata` {
    @Test(
        arguments: [
            (["a": 1], [:], ["a": 1]), (["a": 1], ["b": 2], ["b": 2, "a": 1]),
            (["a": nil], ["a": 1, "b": 2], ["b": 2]),
            ([:], ["a": 1], [:]), (["a": ["x": 1]], ["a": ["y": 2]], ["a": ["x": 1]]), (["a": nil], [:], [:]),
        ] as [(JSONObject, JSONObject, JSONObject)])
    func `is merged at its first level`(change: JSONObject, before: JSONObject, after: JSONObject) {
        #expect(Metadata.merge(change, into: before) == after)
    }
}
