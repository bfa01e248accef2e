/// One rendering of a template: what has been written, what has been assigned, and how much work that was.
struct MessageRendering {
    /// Rendering stops here: more bytes than `renderedLimit` code units can take, with some to see whether the last
    /// character goes on.
    private static let outputBytes = MessageTemplate.renderedLimit * 4

    let values: MessageValues
    private(set) var output = ""
    private(set) var assigned: [String: LiquidValue] = [:]
    private var work = 0

    init(values: MessageValues, expectedBytes: Int) {
        self.values = values
        output.reserveCapacity(min(expectedBytes, Self.outputBytes))
    }

    /// Counts bytes that a filter or comparison is about to handle; false once the rendering has had its share.
    /// Counting is itself work, so what is refused is not even counted.
    mutating func charge(_ bytes: @autoclosure () -> Int) -> Bool {
        guard work <= LiquidLimits.work else { return false }
        work += bytes()
        return true
    }

    mutating func render(_ nodes: [MessageNode]) {
        for node in nodes {
            guard output.utf8.count <= Self.outputBytes else { return }
            switch node {
            case .text(let text): output += text
            case .value(let variable): output += values[variable]
            case .output(let pipeline): output += pipeline.value(in: &self).text
            case .assign(let name, let pipeline): assigned[name] = pipeline.value(in: &self)
            case .branches(let branches): render(branches)
            case .choice(let choice): render(choice)
            }
        }
    }

    private mutating func render(_ branches: [LiquidBranch]) {
        for branch in branches where passes(branch.test) {
            render(branch.body)
            return
        }
    }

    private mutating func passes(_ test: LiquidBranch.Test) -> Bool {
        switch test {
        case .holds(let condition): condition.holds(in: &self)
        case .fails(let condition): !condition.holds(in: &self)
        case .always: true
        }
    }

    private mutating func render(_ choice: LiquidChoice) {
        let subject = choice.subject.value(in: self)
        var matched = false
        for arm in choice.arms {
            let matches = arm.values.contains { value in
                LiquidComparison.equal.holds(subject, value.value(in: self), in: &self)
            }
            guard matches else { continue }
            matched = true
            render(arm.body)
        }
        if !matched { render(choice.otherwise) }
    }
}
