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
 */
record Request(String name, Path where, List<String> jvmArguments, boolean archive) {
    static final String USAGE =
            "install | uninstall  [--user | --sys-prefix | --prefix DIR]  [--name NAME]  [--heap SIZE]"
                    + "  [--jvm-arg OPTION]…  [--no-cds]";

    Request {
        jvmArguments = List.copyOf(jvmArguments);
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new InstallException(
                    "'" + name + "' is no name for a kernel.", "letters, digits, dots, hyphens and underscores only");
        }
    }

    /** Reads a command line, without its first word. */
    static Request of(List<String> arguments, Map<String, String> environment) {
        String name = "patchclamp";
        Optional<Path> where = Optional.empty();
        List<String> jvm = new ArrayList<>();
        boolean archive = true;
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i).replaceFirst("=.*", "");
            switch (option) {
                case "--user" -> where = Optional.of(Folders.user(environment));
                case "--sys-prefix" -> where = Optional.of(Folders.ofPrefix(Folders.sysPrefix(environment)));
                case "--cds" -> archive = true;
                case "--no-cds" -> archive = false;
                case "--prefix", "--name", "--heap", "--jvm-arg" -> {
                    String word = arguments.get(i);
                    boolean inside = word.length() > option.length();
                    String value = inside ? word.substring(option.length() + 1) : value(arguments, ++i, option);
                    switch (option) {
                        case "--prefix" ->
                            where = Optional.of(Folders.ofPrefix(
                                    Path.of(value).toAbsolutePath().normalize()));
                        case "--name" -> name = value;
                        case "--heap" -> jvm.add("-Xmx" + value);
                        default -> jvm.add(value);
                    }
                }
                default -> throw new InstallException("Unknown option '" + arguments.get(i) + "'.", USAGE);
            }
        }
        return new Request(name, where.orElseGet(() -> Folders.user(environment)), jvm, archive);
    }

    private static String value(List<String> arguments, int i, String option) {
        if (i >= arguments.size()) {
            throw new InstallException(option + " needs a value.", USAGE);
        }
        return arguments.get(i);
    }

    Path folder() {
        return where.resolve("kernels").resolve(name);
    }
}
