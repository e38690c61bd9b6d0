import Explanations
import Screens

extension CommandError {
  /// A refusal that the catalogue words.
  ///
  /// - Parameters:
  ///   - name: its entry: `brief` is what is wrong, `detail` stands below it.
  ///   - values: what fills the places of both.
  ///   - more: further lines.
  package init(
    refusal name: String, _ values: [String: String] = [:], more: [String] = [],
    meant: String? = nil, status: ExitStatus = .failed
  ) {
    let detail = said(.refusal, name, values, for: .detail)
    self.init(
      said(.refusal, name, values), details: (detail.isEmpty ? [] : [detail]) + more,
      meant: meant, status: status)
  }
}
