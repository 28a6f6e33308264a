package io.patchclamp.kernel.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to install, and where.
 *
 * @param name the kernelspec's name
 * @param where the folder that holds {@code kernels}
 * @param jvmArguments options of the user for the JVM
 * @param archive whether to make a class-data archive
 * @param copy whether the kernel's jars are copied into the kernelspec
 */
record Request(String name, Path where, List<String> jvmArguments, boolean archive, boolean copy) {
    static final String WHERE = "[--user | --sys-prefix | --prefix DIR]  [--name NAME]";
    static final String USAGE =
            "install  " + WHERE + "  [--heap SIZE]  [-DNAME=VALUE | --jvm-arg OPTION]…  [--copy]  [--no-cds]";
    static final String USAGE_UNINSTALL = "uninstall  " + WHERE;

    Request {
        jvmArguments = List.copyOf(jvmArguments);
        if (!name.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_-])?")
                || name.matches("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?")) {
            throw new InstallException(
                    "'" + name + "' is no name for a kernel.",
                    "letters, digits, dots, hyphens and underscores, with a letter or digit first");
        }
    }

    static Request toInstall(List<String> arguments, Map<String, String> environment) {
        return of(arguments, environment, true);
    }

    /** What to install says has no meaning here, and is refused. */
    static Request toUninstall(List<String> arguments, Map<String, String> environment) {
        return of(arguments, environment, false);
    }

    private static Request of(List<String> arguments, Map<String, String> environment, boolean installs) {
        String usage = installs ? USAGE : USAGE_UNINSTALL;
        String name = "patchclamp";
        Optional<Path> where = Optional.empty();
        List<String> jvm = new ArrayList<>();
        boolean archive = true;
        boolean copy = false;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (installs && (word.startsWith("-D") || word.startsWith("-X"))) {
                jvm.add(word);
                continue;
            }
            String option = word.replaceFirst("=.*", "");
            boolean inside = word.length() > option.length();
            switch (installs ? option : option.replaceFirst("^--(cds|no-cds|copy|heap|jvm-arg)$", "")) {
                case "--user" -> where = Optional.of(Folders.user(environment));
                case "--sys-prefix" -> where = Optional.of(Folders.ofPrefix(Folders.sysPrefix(environment)));
                case "--cds" -> archive = true;
                case "--no-cds" -> archive = false;
                case "--copy" -> copy = true;
                case "--prefix", "--name", "--heap", "--jvm-arg" -> {
                    String value = inside ? word.substring(option.length() + 1) : value(arguments, ++i, option, usage);
                    switch (option) {
                        case "--prefix" ->
                            where = Optional.of(Folders.ofPrefix(
                                    Path.of(value).toAbsolutePath().normalize()));
                        case "--name" -> name = value;
                        case "--heap" -> jvm.add(heap(value));
                        default -> jvm.add(jvmArgument(value));
                    }
                }
                default -> throw new InstallException("Unknown option '" + word + "'.", usage);
            }
        }
        return new Request(name, where.orElseGet(() -> Folders.user(environment)), jvm, archive, copy);
    }

    private static String heap(String size) {
        if (!size.matches("[1-9][0-9]{0,8}[kKmMgGtT]?")) {
            throw new InstallException("--heap '" + size + "' is no size.", "--heap 4g, or --heap 800m");
        }
        return "-Xmx" + size;
    }

    private static String jvmArgument(String option) {
        if (!option.startsWith("-")) {
            throw new InstallException(
                    "--jvm-arg '" + option + "' is no option of Java.",
                    "--jvm-arg -XX:+UseG1GC, or --jvm-arg=-Dname=value");
        }
        return option;
    }

    private static String value(List<String> arguments, int i, String option, String usage) {
        if (i >= arguments.size()) {
            throw new InstallException(option + " needs a value.", usage);
        }
        return arguments.get(i);
    }

    Path folder() {
        return where.resolve("kernels").resolve(name);
    }
}
