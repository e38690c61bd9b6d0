import Bytes
import Testing

/// Holds that the leaves of `annotation` cover `count` bytes, each once, and that every field with
/// fields of its own is covered by them.
///
/// - Returns: what is wrong, or nil.
func gap(in annotation: Annotation, count: Int) -> String? {
  guard annotation.range == 0..<count else { return "the whole is \(annotation.range)" }
  if let broken = firstBroken(annotation) { return broken }
  var next = 0
  for leaf in annotation.leaves where !leaf.range.isEmpty {
    guard leaf.range.lowerBound == next else { return "\(leaf.name) does not begin at \(next)" }
    next = leaf.range.upperBound
  }
  return next == count || annotation.children.isEmpty ? nil : "the leaves end at \(next)"
}

private func firstBroken(_ annotation: Annotation) -> String? {
  guard let first = annotation.children.first, let last = annotation.children.last else {
    return nil
  }
  guard first.range.lowerBound == annotation.range.lowerBound,
    last.range.upperBound == annotation.range.upperBound
  else { return "\(annotation.name) at \(annotation.range) is not covered" }
  for (left, right) in zip(annotation.children, annotation.children.dropFirst())
  where left.range.upperBound != right.range.lowerBound {
    return "\(annotation.name): \(left.name) ends at \(left.range.upperBound), "
      + "\(right.name) begins at \(right.range.lowerBound)"
  }
  return annotation.children.lazy.compactMap(firstBroken).first
}

extension Annotation {
  /// The errors of the fields that could not be read.
  var errors: [WireError] {
    leaves.compactMap { leaf in
      if case .undecodable(let error) = leaf.value { error } else { nil }
    }
  }
}
