/** What stands in the way of test sets and of tests of versions. */
export const TEST_SET_SENTENCES = {
  'test-set.not-found': 'This test set is not there any more. List the test sets anew.',
  'test-set.name': 'Another test set is called {name}. Choose another name.',
  'test-set.locked':
    'The test set {name} is locked: nothing in it changes any more. Make a copy of it, and change that.',
  'test-set.not-locked': 'The test set {name} is not locked. Lock it first: what is tested must not change afterwards.',
  'test-set.too-many': 'A test set holds at most {most} images, and this one would have {count}. Make a second one.',
  'test-set.defect':
    'The defect class {defect} is not in the list of the station. Choose one of the list, or add it in Set-up, Decisions.',
  'test-set.no-criteria':
    'The test set {name} has no criteria. Write what a version has to keep to before you lock it.',
  'test-set.unlabelled':
    '{count} images of the test set {name} lack a label. Label them, or exclude them with a reason. Where the policies ask for two labels, they come from two people.',
  'test-set.differing':
    'Two people say different things about {count} images of the test set {name}. Look at them together: one of you labels anew, or exclude them with a reason.',
  'test-set.too-few-good':
    'The criteria need at least {needed} good parts, and the test set has {count}. Add good parts, or ask for less in the criteria.',
  'test-set.too-few-defects':
    'The criteria need at least {needed} defective parts, and the test set has {count}. Add defective parts, or ask for less in the criteria.',
  'test-set.class-missing':
    'The criteria ask for the defect class {defect}, of which the test set has no part. Add one, or take the class out of the criteria.',
  'test-set.altered':
    'The file {file} of the test set {name} is not the one that was added. Find out what changed it in the data folder; this image cannot be tested with any more.',
  'test-set.same-image':
    'The image {image} is in the test set {set}: what a version is tested with must not be learned from. Take it out of the good images.',
  'test-set.same-part':
    'The image {image} shows part {serial}, which is in the test set {set}: what a version is tested with must not be learned from. Take all images of this part out of the good images.',
  'test-set.near-image':
    'The image {image} is almost the same as {other} of the test set {set}: what a version is tested with must not be learned from. Take it out of the good images.',
  'test-set.not-compared':
    'The good images could not be compared with those of test sets ({reason}). Start the calibration once more; if it happens again, report it with the log.',
  'test-run.not-found': 'This test is not there any more. List the test sets anew.',
  'test-run.running': 'A test goes on. Wait until it has ended, or stop it.',
  'test-run.draft':
    'Version {version} of {recipe} has no limit, so that it can only send parts to review. Calibrate it with more good images, then test that.',
  'test-run.calibration-image':
    'The image {file} of this test set is one of the good images of version {version}: a version cannot be tested with what it has learned from. Test another version, or make a copy of the test set and exclude the image there.',
  'test-run.not-judged': 'The images are still being judged. Look at the heatmaps when all of them are.',
} as const;
