import Testing

@testable import Watchword

@Suite struct `A finding of the doctor` {
    @Test func `is one line that ends with what to do`() {
        let finding = Finding.fail("port 80", "this user may not listen on it", mend: "Take another.")
        #expect("\(finding)" == "FAIL  port 80: this user may not listen on it → Take another.")
    }

    @Test func `stands in the same column whatever its level`() {
        let lines = [Finding.ok("a", "b"), .warn("a", "b"), .fail("a", "b")].map(\.description)
        #expect(lines == ["ok    a: b", "warn  a: b", "FAIL  a: b"])
    }
}

@Suite struct `The doctor's diagnosis` {
    @Test func `is ill when something failed`() {
        #expect(diagnosis([.ok("a", "b"), .fail("a", "b")]).isIll)
    }

    @Test func `is not ill for warnings`() {
        #expect(!diagnosis([.ok("a", "b"), .warn("a", "b")]).isIll)
    }

    @Test(arguments: [
        ([Finding.ok("a", "b")], "All is well."),
        ([.warn("a", "b")], "0 failures, 1 warning."),
        ([.fail("a", "b"), .warn("a", "b"), .warn("c", "d")], "1 failure, 2 warnings."),
    ])
    func `ends with a count`(findings: [Finding], summary: String) {
        #expect(diagnosis(findings).summary == summary)
    }

    private func diagnosis(_ findings: [Finding]) -> Diagnosis {
        var diagnosis = Diagnosis()
        for finding in findings { diagnosis.add(finding) }
        return diagnosis
    }
}
